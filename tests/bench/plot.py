"""The results as a picture: one panel for each measure, one bar for each subject."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.bench.measures import (
    CALL,
    FIRST_TEXT,
    PIECE,
    RATE,
    READY,
    USED_MEMORY,
    Measure,
    Results,
    spread,
)
from tests.bench.subjects import GATEWAY, ROOT

PICTURE = ROOT / "docs" / "images" / "benchmarks.svg"

# Each stands out from white and from black; the background is whatever the page has.
_INK, _OURS, _OTHERS = "#808080", "#c2662d", "#5b86b8"


def write_picture(results: Results, path: Path = PICTURE) -> None:
    """Draw the results as SVG."""
    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "benchmarks",
        "font.family": "sans-serif",
        "font.size": 9,
        **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), _INK),
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(10, 4.6), layout="constrained")
        panels = figure.subplots(2, 3)
        for axes, measure in zip(
            panels.flat, (CALL, FIRST_TEXT, PIECE, RATE, READY, USED_MEMORY), strict=True
        ):
            _draw(axes, measure, results)
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None})


def _draw(axes: Axes, measure: Measure, results: Results) -> None:
    shown = {name: spread(f[measure]) for name, f in results.items() if f.get(measure)}
    medians = [each.median for each in shown.values()]
    around = (
        [each.median - each.low for each in shown.values()],
        [each.high - each.median for each in shown.values()],
    )
    bars = axes.barh(
        list(shown),
        medians,
        xerr=around,
        height=0.65,
        color=[_OURS if name == GATEWAY else _OTHERS for name in shown],
        error_kw={"ecolor": _INK, "elinewidth": 1},
    )
    axes.bar_label(bars, fmt=f"%.{measure.digits}f", padding=4)
    hint = " (more is better)" if measure is RATE else ""
    axes.set_title(f"{measure.title}, {measure.unit}{hint}", loc="left", fontsize=10)
    axes.margins(x=0.2)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
