"""What `region` shows."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pingyi.domain.results.region import Placed
from pingyi.workflow.joining.region import Collected

BEST = 5  # of each kind


def collected_lines(done: Sequence[Collected]) -> Iterator[str]:
    """A line for each district, and all together."""
    for one in done:
        waiting = f"，待判定 {one.open_rows} 行（不计分）" if one.open_rows else ""
        yield f"{one.district}：评议表 {one.sheets} 张，{one.rows} 行{waiting}"
    yield f"合计：{len(done)} 区，评议表 {sum(one.sheets for one in done)} 张，{sum(one.rows for one in done)} 行"


def joint_lines(placed: Sequence[Placed]) -> Iterator[str]:
    """The best of each kind."""
    for kind, found in groupby(placed, key=lambda one: one.counts.unit.kind):
        ranked = [one for one in found if one.in_region]
        yield f"{kind}（{len(ranked)} 个单位有票）："
        for one in ranked[:BEST]:
            unit, points = one.counts.unit, one.counts.points
            yield f"  第 {one.in_region} 名　{unit.district} {unit.name}　{points} 分（本区第 {one.in_district} 名）"
