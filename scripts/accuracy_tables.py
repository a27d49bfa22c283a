"""The tables of docs/accuracy.md and docs/method.md, from what training and evaluation recorded."""

import json
from pathlib import Path

MODEL = Path(__file__).parents[1] / "compare" / "data" / "coverage_model.json"
CONTRASTS = MODEL.with_name("contrast_model.json")
MEASURED = Path(__file__).parent / "measured.json"

_SCORES = {
    "n": "n",
    "present_auc": "AUC present",
    "stated_auc": "AUC stated",
    "present_f1": "F1 present",
    "stated_f1": "F1 stated",
    "hit": "hit@1",
    "absent_precision": "precision of `absent`",
    "absent_recall": "recall of `absent`",
    "absent_precision_70": "precision of `absent` at recall .70",
    "cosine_present_auc": "cosine: AUC present",
    "cosine_stated_auc": "cosine: AUC stated",
    "tfidf_present_auc": "TF-IDF: AUC present",
    "tfidf_stated_auc": "TF-IDF: AUC stated",
}


def stories_table() -> str:
    """The held-out record that the shipped model carries, story by story; the cosine is the published MiniLM's."""
    models = json.loads(MODEL.read_text(encoding="utf-8"))["models"]
    record, plain = (models[name]["held_out"] for name in ("reader", "features"))
    lines = [f"| story | {' | '.join(_SCORES.values())} |", "| --- " * (len(_SCORES) + 1) + "|"]
    for name in record["stories"]:
        lines.append(_scores_line(name, record["stories"][name], plain["stories"][name]))
    lines.append(_scores_line("**pooled**", record["pooled"], plain["pooled"]))
    lines.append(_scores_line("pooled, published MiniLM without reader", plain["pooled"], plain["pooled"]))
    claims = record["claim"]
    lines += [
        "",
        f"Whether two sentences state the same claim, on stories kept out: AUC {_number(claims['auc'])}, F1 "
        f"{_number(claims['f1'])} over {claims['pairs']:,} pairs, {claims['same']} of them the same.",
        "",
    ]
    return "\n".join(lines)


def _scores_line(name: str, scores: dict[str, float], plain: dict[str, float]) -> str:
    cells = [_number((plain if key.startswith("cosine") else scores)[key]) for key in _SCORES]
    return f"| {name} | {' | '.join(cells)} |"


def evaluation() -> str:
    """Every figure of scripts/evaluate with its interval, and how well the probabilities are calibrated."""
    record = json.loads(MEASURED.read_text(encoding="utf-8"))
    lines = ["| figure | value | 95 % interval | floor | over |", "| --- | --- | --- | --- | --- |"]
    for name, metric in record["metrics"].items():
        floor = _number(record["floors"][name]) if name in record["floors"] else "–"
        interval = f"{_number(metric['low'])} to {_number(metric['high'])}"
        lines.append(f"| {name} | {_number(metric['value'])} | {interval} | {floor} | {metric['n']} |")
    for question, rows in record["reliability"].items():
        shown = "at least partly stated" if question == "present" else "stated"
        lines += ["", f"`p_{question}` | rows | mean | share {shown}", "--- | --- | --- | ---"]
        lines += [
            f"{_number(row['from'])} to {_number(row['from'] + 0.1)} | {row['n']} | {_number(row['mean'])} | "
            f"{_number(row['share'])}"
            for row in rows
        ]
    return "\n".join([*lines, ""])


def strictness() -> str:
    """What each strictness asks for and keeps on stories that its threshold never saw."""
    record = json.loads(MEASURED.read_text(encoding="utf-8"))["strictness"]
    lines = [
        "| setting | precision asked for | precision of `absent` | recall of `absent` | rows called absent "
        "| precision of exclusive sentences | recall of exclusive sentences | sentences called exclusive "
        "| rows `unclear` |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, row in record.items():
        cells = [f"{row[key]:.2f}" for key in ("wanted", "absent_precision", "absent_recall")]
        cells += [str(row["absent_called"]), f"{row['exclusive_precision']:.2f}", f"{row['exclusive_recall']:.2f}"]
        lines.append(f"| {name} | {' | '.join(cells)} | {row['exclusive_called']} | {row['unclear']:.0%} |")
    return "\n".join([*lines, ""])


def contrasts() -> str:
    """How many edited sentences are still called stated, as the shipped models were measured."""
    record = json.loads(CONTRASTS.read_text(encoding="utf-8"))["still_stated"]
    kinds = list(record["held"])
    lines = [f"| stories, evidence | {' | '.join(kinds)} |", "| --- " * (len(kinds) + 1) + "|"]
    for name, found in record.items():
        cells = [f"{_number(found[kind][1])} of {found[kind][0]:,}" if kind in found else "" for kind in kinds]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _number(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if isinstance(value, float) else f"{value:,}"
