"""merge_jars.py OUTPUT MAIN_CLASS JAR...: one jar of several; the first to bring a file wins, service files are joined."""

import sys
import zipfile

# Files keep one date, so that the same input gives the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    output, main_class, *jars = sys.argv[1:]
    files: dict[str, bytes] = {}
    for jar in jars:
        with zipfile.ZipFile(jar) as source:
            for name in source.namelist():
                if name.endswith("/") or name == "META-INF/MANIFEST.MF" or name.endswith((".SF", ".RSA", ".DSA")):
                    continue
                if name.startswith("META-INF/services/"):
                    files[name] = files.get(name, b"") + source.read(name).rstrip() + b"\n"
                else:
                    files.setdefault(name, source.read(name))
    files = {"META-INF/MANIFEST.MF": f"Manifest-Version: 1.0\nMain-Class: {main_class}\n".encode(), **files}
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)


main()
