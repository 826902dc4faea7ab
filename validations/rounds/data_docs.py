"""Makes Great Expectations' pages readable with no network: own style, no outside address.

What the pages say is Great Expectations' (English, an annex); the officer's page is
`verdict_page`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from validations.rounds.checks import Check

_DROPPED = {"script", "style", "link", "nav", "footer", "img", "button", "label", "input", "meta"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_KEPT_ATTRIBUTES = {"class", "colspan", "rowspan", "hidden"}
_SIDEBAR = "col-lg-2"
_ICONS = {"fa-check-circle": "✓", "fa-times": "✕", "fa-exclamation-triangle": "！"}
_ADDRESS = re.compile(r"(?:https?:)?//\S+")

_STYLE = """\
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2rem auto;
  max-width: 1000px; padding: 0 1rem; color: #222; }
a { color: #1f5c99; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
td, th { border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.alert { background: #eef2f6; padding: .4rem .8rem; margin: 1rem 0 .5rem; }
.badge { background: #eef2f6; padding: 0 .3rem; border-radius: 3px; }
.text-danger { color: #b00020; } .text-success { color: #2e7d32; } .text-warning { color: #b26a00; }
"""


def write_data_docs(raw: Path, target: Path, month: str, checks: Sequence[Check]) -> None:
    """Write the pages found under `raw` (a built Data Docs site) to `target`, cleaned and flat.

    `target` gets index.html, style.css, results/<frame>.html and suites/<frame>.html; none
    refers to anything outside.
    """
    names = list(dict.fromkeys(check.frame for check in checks))
    for folder in ("results", "suites"):
        (target / folder).mkdir(parents=True)
    (target / "style.css").write_text(_STYLE, encoding="utf-8")
    for name in names:
        suite = raw / "expectations" / f"{name}.html"
        result = next((raw / "validations" / name).rglob("*.html"))
        _write_page(suite, target / "suites" / f"{name}.html", f"{month} {name}：期望")
        _write_page(result, target / "results" / f"{name}.html", f"{month} {name}：结果")
    rows = "".join(
        f"<tr><td>{check.check_id}</td><td>{escape(check.name_zh)}</td><td>{check.severity}</td>"
        f'<td><a href="results/{check.frame}.html">结果</a> · '
        f'<a href="suites/{check.frame}.html">期望</a></td></tr>'
        for check in checks
    )
    body = f"<table><tr><th>编号</th><th>检查</th><th>类别</th><th>明细</th></tr>{rows}</table>"
    page = _page(f"{month} 核查明细（Data Docs）", body, "style.css", "../verdict.html")
    (target / "index.html").write_text(page, encoding="utf-8")


def _write_page(source: Path, target: Path, title: str) -> None:
    cleaner = _Cleaner()
    cleaner.feed(source.read_text(encoding="utf-8"))
    cleaner.close()
    page = _page(title, cleaner.html(), "../style.css", "../index.html")
    target.write_text(page, encoding="utf-8")


def _page(title: str, body: str, style: str, back: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="UTF-8">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{style}"></head>\n'
        f'<body>\n<p><a href="{back}">← 返回</a></p>\n<h1>{escape(title)}</h1>\n{body}\n'
        "</body>\n</html>\n"
    )


class _Cleaner(HTMLParser):
    """Keeps the words and tables of a page; drops scripts, styles, images, side bar, links.

    Folded parts are dropped too: they open only by script, and hold run times, random ids
    and tracebacks with this machine's paths.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._dropping: list[str] = []
        self._in_body = False

    def html(self) -> str:
        """The cleaned body."""
        return re.sub(r"\n\s*\n+", "\n", "".join(self._out)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._in_body = True
            return
        given = {name: value or "" for name, value in attrs}
        if self._dropping or self._is_dropped(tag, given):
            if tag not in _VOID:
                self._dropping.append(tag)
            return
        if self._in_body:
            kept = "".join(
                f' {name}="{escape(value)}"' if value else f" {name}"
                for name, value in given.items()
                if name in _KEPT_ATTRIBUTES
            )
            self._out.append(f"<{tag}{kept}>{self._icon(given)}")

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            # Unclosed tags inside a dropped part are forgotten with it.
            if tag in self._dropping:
                while self._dropping.pop() != tag:
                    pass
        elif self._in_body and tag not in {*_VOID, "body", "html"}:
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._in_body and not self._dropping:
            self._out.append(escape(_ADDRESS.sub("", data), quote=False))

    @staticmethod
    def _is_dropped(tag: str, given: dict[str, str]) -> bool:
        classes = given.get("class", "").split()
        return (
            tag in _DROPPED
            or _SIDEBAR in classes
            or "collapse" in classes
            or "modal" in given.get("class", "")
            or given.get("data-toggle") == "collapse"
            or given.get("id") == "ge-cta-footer"
        )

    @staticmethod
    def _icon(given: dict[str, str]) -> str:
        classes = given.get("class", "").split()
        return next((mark for name, mark in _ICONS.items() if name in classes), "")
