"""``python -m methods.pages``."""

import sys

from methods.pages.build import main

if __name__ == "__main__":
    sys.exit(main())
