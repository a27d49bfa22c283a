"""News agencies and the outlets that are one: what an agency reports under its own name is no copy."""

import re

__all__ = ["is_agency", "is_own_agency"]

# What an agency is called besides the name that a credit gives it (sources/credits.py), as ``_plain`` writes it: its
# initials, its full name, the site that it publishes on.
_ALSO_CALLED = {
    "Associated Press": "ap apnews theassociatedpress",
    "Reuters": "reutersnews thomsonreuters",
    "AFP": "agencefrancepresse",
    "PA Media": "pa panews pressassociation",
    "UPI": "unitedpressinternational",
    "dpa": "deutschepresseagentur dpainternational",
    "EFE": "agenciaefe efenews",
    "Xinhua": "xinhuanet xinhuanews xinhuanewsagency",
    "TASS": "tassnewsagency",
    "ANSA": "ansanewsagency",
    "Kyodo": "kyodonews",
    "Yonhap": "yna yonhapnews yonhapnewsagency",
    "PTI": "presstrustofindia ptinews",
    "ANI": "aninews asiannewsinternational",
    "AAP": "aapnews australianassociatedpress",
    "Canadian Press": "cp thecanadianpress",
    "TNS": "tribunenewsservice",
}


def is_own_agency(outlet: str, name: str, agency: str) -> bool:
    """Whether an outlet, by its id or its name in ``outlets.toml``, is the agency that its text is credited to."""
    called = {_plain(outlet), _plain(name)} - {""}
    return not called.isdisjoint({_plain(agency), *_ALSO_CALLED.get(agency, "").split()})


def is_agency(outlet: str, name: str) -> bool:
    """Whether an outlet is any of the agencies."""
    return any(is_own_agency(outlet, name, agency) for agency in _ALSO_CALLED)


def _plain(name: str) -> str:
    """Small letters and digits alone: ``A.P.``, ``AP`` and ``ap`` are one name."""
    return "".join(re.findall(r"[^\W_]+", name.casefold()))
