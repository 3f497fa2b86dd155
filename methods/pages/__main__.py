"""Run ``python -m methods.pages``: build the pages."""

import sys

from methods.pages.build import main

if __name__ == "__main__":
    sys.exit(main())
