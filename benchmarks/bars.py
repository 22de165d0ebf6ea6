"""Draws the ratios of benchmarks/run as bars."""

from html import escape

BAR, GAP, LEFT, WIDTH = 11, 12, 190, 760
COLOURS = {"adgen": "#1f5fa8", "by hand": "#9aa5b1", "fused": "#d9822b"}


def draw(rows):
    """A group of bars for each row: times of derivatives as multiples of the function's."""
    groups = [(f"{row['problem']}, {row['compiler']}", {"adgen": row["ratio"], **row["ratios by hand"]})
              for row in rows]
    longest = max((value for _, bars in groups for value in bars.values()), default=1)
    scale = (WIDTH - LEFT - 60) / longest
    parts, y = [], 34
    for x, (name, colour) in zip(range(LEFT, WIDTH, 100), COLOURS.items()):
        parts.append(f'<rect x="{x}" y="10" width="10" height="10" fill="{colour}"/>'
                     f'<text x="{x + 15}" y="19">{name}</text>')
    for label, bars in groups:
        middle = y + BAR * len(bars) / 2 + 4
        parts.append(f'<text x="{LEFT - 8}" y="{middle:g}" text-anchor="end">{escape(label)}</text>')
        for name, value in bars.items():
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{value * scale:.1f}" height="{BAR - 1}" '
                         f'fill="{COLOURS.get(name, "#777")}"/>'
                         f'<text x="{LEFT + value * scale + 5:.1f}" y="{y + BAR - 2}">{value:.2f}</text>')
            y += BAR
        y += GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" font-family="sans-serif" '
            'font-size="10">\n<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n")
