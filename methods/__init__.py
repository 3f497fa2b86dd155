"""One file a method; `helpers` is the front door."""
