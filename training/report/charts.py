"""Line charts as inline SVG."""

from __future__ import annotations

from html import escape

WIDTH, HEIGHT = 440, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 24, 28
_TICKS = 4

Series = dict[str, list[float]]


def series(history: list[dict[str, float]], figure: str) -> Series:
    """Return a figure of each epoch for the training images, and for the validation images where there were any."""
    found = {"train": [epoch[figure] for epoch in history]}
    validation = [epoch[f"validation_{figure}"] for epoch in history if f"validation_{figure}" in epoch]
    return {**found, "validation": validation} if validation else found


def lines(title: str, data: Series) -> str:
    """Draw values over epochs.

    Args:
        title: what the values are.
        data: by the line's name, which is also its CSS class; one value an epoch.
    """
    values = [value for line in data.values() for value in line]
    low, high = _span(values)
    epochs = max(len(line) for line in data.values())
    parts = [_axes(title, low, high, epochs)]
    for index, (name, line) in enumerate(data.items()):
        points = " ".join(f"{_x(i, epochs):.1f},{_y(value, low, high):.1f}" for i, value in enumerate(line))
        parts.append(f'<polyline class="{name}" points="{points}"/>')
        if len(line) == 1:  # a line of one point is invisible
            parts.append(f'<circle class="{name}" cx="{_x(0, 1):.1f}" cy="{_y(line[0], low, high):.1f}" r="2"/>')
        parts.append(f'<text class="{name}" x="{WIDTH - _RIGHT - 80 * (len(data) - index)}" y="14">{name}</text>')
    return f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}">{"".join(parts)}</svg>'


def _span(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _axes(title: str, low: float, high: float, epochs: int) -> str:
    parts = [f"<title>{escape(title)} over {epochs} epochs</title>", f'<text x="{_LEFT}" y="14">{escape(title)}</text>']
    for tick in range(_TICKS + 1):
        value = low + (high - low) * tick / _TICKS
        y = _y(value, low, high)
        parts.append(f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    parts += [
        f'<text x="{_x(epoch - 1, epochs):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{epoch}</text>'
        for epoch in sorted({1, (epochs + 1) // 2, epochs})
    ]
    return "".join(parts)


def _x(index: int, epochs: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (index / (epochs - 1) if epochs > 1 else 0.5)


def _y(value: float, low: float, high: float) -> float:
    return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - (value - low) / (high - low))
