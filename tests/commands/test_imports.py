"""Modules form no ring, not even by imports inside functions: whoever reads one knows what it stands on."""

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_module_imports_one_that_stands_on_it() -> None:
    graph = grimp.build_graph("pingyi")
    stands_on = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        tuple(TopologicalSorter(stands_on).static_order())
    except CycleError as ring:
        raise AssertionError(" → ".join(ring.args[1])) from None
