"""Compare `methods.repair.gbk.read` with PHP's ``mb_convert_encoding``: every pair of bytes, and random strings.

Run it from the repository's folder where php with the mbstring extension is installed:
``python benchmarks/php_gbk.py``. It writes nothing, and ends with status 1 if the two differ.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys

from methods.repair.gbk import read

SEED, STRINGS, LONGEST = 20261129, 20_000, 60
CONVERT = (
    "while (($line = fgets(STDIN)) !== false) "
    "echo bin2hex(mb_convert_encoding(hex2bin(trim($line)), 'UTF-8', 'GBK')), \"\\n\";"
)


def php(strings: list[bytes]) -> list[str]:
    """Return what PHP reads in some GBK strings."""
    lines = "\n".join(data.hex() for data in strings) + "\n"
    done = subprocess.run(["php", "-r", CONVERT], input=lines, capture_output=True, text=True, check=True)
    return [bytes.fromhex(line).decode() for line in done.stdout.splitlines()]


def main() -> None:
    """Compare, and print how many strings there were and those that differ."""
    if not shutil.which("php"):
        sys.exit("php is not installed: install php-cli and php-mbstring")
    rng = random.Random(SEED)
    strings = [bytes((a, b)) for a in range(256) for b in range(256)]
    strings += [rng.randbytes(rng.randint(1, LONGEST)) for _ in range(STRINGS)]
    wrong = [
        (data, ours, theirs)
        for data, theirs in zip(strings, php(strings), strict=True)
        if (ours := read(data)) != theirs
    ]
    for data, ours, theirs in wrong[:20]:
        print(data.hex(), ascii(ours), ascii(theirs))
    print(f"{len(strings)} strings, {len(wrong)} read otherwise than by PHP")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
