"""Who and which places a text names, and who is quoted."""
