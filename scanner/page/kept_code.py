# ruff: noqa: SLF001 - numba offers no other way; tests/scanner/page/test_compiled.py
"""Machine code that numba kept, ready sooner: benchmarks/reading/ready.py."""

from typing import Any

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen


class KeptCode(JITCodeLibrary):
    """A loop's code; what others take of it into their own is opened when one is compiled that calls it."""

    _names: bytes = b""  # the code itself, in which those of its functions are written out
    _for_others: bytes | None = None

    @classmethod
    def in_use(cls) -> None:
        """Let numba open all code this way."""
        JITCPUCodegen._library_class = cls

    @classmethod
    def _unserialize(cls, codegen: Any, state: tuple[str, str, Any]) -> Any:
        name, kind, data = state
        if kind != "object":
            return super()._unserialize(codegen, state)  # type: ignore[no-untyped-call]
        library = codegen.create_library(name)
        library._names, library._for_others = data
        library.enable_object_caching()
        library._set_compiled_object(library._names)
        library._finalize_final_module()
        return library

    def get_pointer_to_function(self, name: str) -> int:
        """Where a function begins (0: nowhere); numba itself knows the functions of what it has opened alone."""
        if name.encode() in self._names:
            return int(self._codegen._engine.get_function_address(name))
        return int(super().get_pointer_to_function(name))  # type: ignore[no-untyped-call]

    def _get_module_for_linking(self) -> Any:
        if self._for_others is not None and self._shared_module is None:
            self._shared_module = llvm.parse_bitcode(self._for_others)
            self._codegen._engine._load_defined_symbols(self._shared_module)  # type: ignore[no-untyped-call]
        return super()._get_module_for_linking()  # type: ignore[no-untyped-call]
