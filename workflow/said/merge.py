"""A station's bundle, what all bundles come to, and what was taken in, in words."""

from collections.abc import Iterator

from pingyi.domain.readings.bundle import Joined
from pingyi.workflow.joining.bundle import BundleMade
from pingyi.workflow.joining.merge import TakenIn, dispute_text, fork_lines
from pingyi.workflow.joining.pool import Kept

SOME = 20  # lines of a long list


def bundle_lines(made: BundleMade) -> Iterator[str]:
    """Where it is, what is in it, by which key it is known."""
    yield f"已打包：{made.path}"
    yield f"评议表 {made.sheets} 张，人工判定 {made.corrections} 条，待处理的页 {made.open_pages} 页"
    yield "扫描件只记校验值，不在包里；要在合并处看整页、核验，请把本站的 scans 文件夹一并拷去"
    yield f"本站公钥（请告知合并的一方，登记在 stations.csv）：{made.key}"


def joined_lines(joined: Joined) -> Iterator[str]:
    """Stations, what was found twice, what people have to settle, the digest of it all."""
    for work in joined.newest:
        yield f"{work.name}：评议表 {len(work.sheets)} 张，人工判定 {len(work.rulings)} 行（站号 {work.station}）"
    yield f"合计：{len(joined.newest)} 站，可计票 {len(joined.sheets)} 张，人工判定 {len(joined.rulings)} 行"
    if joined.moved:
        out = sum(not one.batch for one in joined.moved.values())
        yield f"各站两人改归批次的票 {len(joined.moved) - out} 张，移出不计的 {out} 张"
    if joined.twice:
        yield f"几站都读过的同一张图 {len(joined.twice)} 张，各只计一次："
        found = [f"  票 {sheet[:12]}：{'、'.join(names)}" for sheet, names in sorted(joined.twice.items())]
        yield from _some(found)
    if joined.disputed:
        yield f"各站说法不一 {len(joined.disputed)} 处，没有采用任何一方，请人判定："
        yield from _some([f"  {dispute_text(one)}" for one in joined.disputed])
    yield from fork_lines(joined)
    yield f"合并结果的校验值：{joined.digest()}"


def kept_line(kept: Kept, files: int) -> str:
    """Of so many files brought."""
    old = files - kept.new - len(kept.refused)
    return f"收下新包 {kept.new} 个，已有的 {old} 个没有重复收，拒收 {len(kept.refused)} 个"


def taken_lines(taken: TakenIn) -> Iterator[str]:
    """What came into the workspace."""
    yield f"入库：新评议表 {taken.sheets} 张，人工判定 {taken.rulings} 行；已在库中 {taken.known} 张没有重复计入"
    if taken.signed:
        yield f"各站的人工判定 {taken.signed} 行已由两人签名收下"


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:SOME]
    if len(lines) > SOME:
        yield f"  ……共 {len(lines)} 处"
