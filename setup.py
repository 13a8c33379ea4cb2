"""What pyproject.toml cannot say: the kernel, built where there is a C compiler, and left out where there is none."""

import importlib.util
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = Path(__file__).parent
TEXT = HERE / "src" / "kentongan" / "engine" / "text"

_spec = importlib.util.spec_from_file_location("building", TEXT / "building.py")
if _spec is None or _spec.loader is None:
    raise SystemExit(f"not found: {TEXT}")
building = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(building)


class BuildKernel(build_ext):
    """A library for ctypes: it has no module's entry point to export."""

    def get_export_symbols(self, ext: Extension) -> list[str]:
        return []


setup(
    cmdclass={"build_ext": BuildKernel},
    ext_modules=[
        Extension(
            f"kentongan.engine.text.{building.LIBRARY}",
            [str(path.relative_to(HERE)) for path in building.sources()],
            depends=[str(path.relative_to(HERE)) for path in sorted(building.ENGINE.glob("*/*.h"))],
            define_macros=[("KT_STAMP", f'"{building.stamp()}"')],
            extra_compile_args=["-std=c11", "-fvisibility=hidden", "-ffp-contract=off"],
            libraries=["m"],
            optional=True,
        )
    ],
)
