"""Bytes in and out, lexicons, and the report of what is wrong."""
