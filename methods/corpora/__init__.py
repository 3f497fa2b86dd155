"""Articles on disk, of any number, as rows."""
