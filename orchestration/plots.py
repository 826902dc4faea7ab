"""Small pictures for Dagster's pages. Charts of products are made in `reports`, not here."""

from __future__ import annotations

import base64
import io
from typing import Any

import polars as pl

from orchestration.figures import warehouse_of
from orchestration.settings import Settings

_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC")


def coverage_plot(settings: Settings, month: str) -> str:
    """Screening coverage by unit in official order, as a Markdown image; words where there is none.

    Units without a value are left blank, never drawn as zero.
    """
    warehouse = warehouse_of(settings)
    units = warehouse.read("code_reporting_unit").select("unit_code", "short_name", "sort_no")
    figures = warehouse.read("fct_figures", month=month, metric_id="M02").filter(
        pl.col("school_code").is_null() & (pl.col("slice").fill_null("") == "")
    )
    rows = units.join(figures, on="unit_code", how="left").sort("sort_no")
    if rows["value"].null_count() == rows.height:
        return "本月没有可画的筛查覆盖率。"
    return f"![筛查覆盖率]({_picture(rows, figures['target'].drop_nulls())})"


def _picture(rows: pl.DataFrame, targets: pl.Series) -> str:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    installed = {font.name for font in font_manager.fontManager.ttflist}
    font = next((name for name in _FONTS if name in installed), None)
    # Without a Chinese font the codes are legible and the names would not be.
    labels = rows["short_name" if font else "unit_code"].to_list()
    shares = [float(value) * 100 if value is not None else 0.0 for value in rows["value"]]
    figure = Figure(figsize=(9, 2.6), dpi=96)
    axes: Any = figure.subplots()
    axes.bar(range(len(labels)), shares, color="#2F6DB5")
    if len(targets):
        axes.axhline(float(targets[0]) * 100, color="#B4453C", linewidth=1)
    axes.set_xticks(range(len(labels)), labels, rotation=60, ha="right", fontsize=8, family=font)
    axes.set_ylim(0, 105)
    axes.set_ylabel("%")
    figure.tight_layout()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
