"""The HTML report: one self-contained file that loads nothing, runs only its own script and shows any text as text."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from compare.output.naming import shortened
from compare.output.report_data import report_data
from compare.output.report_model import report_model
from compare.output.safe_text import script_json, shown
from compare.records import Comparison

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_report"]

_SCRIPTS = ("data", "words", "passages", "matrix", "articles", "filters", "keys")


def render_report(comparison: Comparison) -> str:
    """The report of a comparison as HTML; the same comparison gives the same bytes."""
    script, style = _script(), _asset("report.css")
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report_model(comparison),
            policy=_policy(script, style),
            script=script,
            style=style,
            verdicts=script_json(report_data(comparison)),
        )
    )


def _policy(script: str, style: str) -> str:
    """A Content-Security-Policy that lets in this script and this style, by their digests, and nothing from outside."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _script() -> str:
    body = "\n".join(_asset(f"script/{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


@cache
def _asset(name: str) -> str:
    return files("compare.output").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> "Environment":
    # jinja2 is loaded here and not above: `compare --help` has no use for it.
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Every value that the template writes passes through here, so that no text can be forgotten.
        finalize=_finalize,
    )
    environment.filters["short"] = shortened
    environment.filters["thousands"] = "{:,}".format
    return environment


def _finalize(value: object) -> object:
    return shown(value) if type(value) is str else value  # Markup, a subclass, is our own script and style
