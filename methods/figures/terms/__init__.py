"""The figures of notebook 01, one file each."""
