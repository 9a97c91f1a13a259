"""unpack.py HOME PACKAGE...: the parts of a Flink distribution out of PyFlink's wheels and source archives."""

import pathlib
import shutil
import sys
import tarfile
import zipfile

PARTS = {"bin", "conf", "lib", "opt", "plugins", "licenses"}


def target_of(name: str) -> pathlib.PurePosixPath | None:
    """pyflink/lib/x.jar and apache-flink-libraries-1.20.3/deps/lib/x.jar both go to lib/x.jar."""
    path = pathlib.PurePosixPath(name)
    for root in ("pyflink", "deps"):
        if root in path.parts[:2]:
            rest = path.relative_to(*path.parts[: path.parts.index(root) + 1])
            if len(rest.parts) > 1 and rest.parts[0] in PARTS and rest.suffix not in {".py", ".bat"}:
                return rest
    return None


def write(home: pathlib.Path, name: str, source) -> None:
    target = target_of(name)
    if target is not None:
        (home / target).parent.mkdir(parents=True, exist_ok=True)
        with open(home / target, "wb") as out:
            shutil.copyfileobj(source, out)


def main() -> None:
    home = pathlib.Path(sys.argv[1])
    for package in sys.argv[2:]:
        if package.endswith(".whl"):
            with zipfile.ZipFile(package) as wheel:
                for entry in wheel.infolist():
                    if not entry.is_dir():
                        write(home, entry.filename, wheel.open(entry))
        else:
            with tarfile.open(package) as archive:
                for entry in archive:
                    if entry.isfile():
                        write(home, entry.name, archive.extractfile(entry))


main()
