"""One file per figure: picture, numbers, alt text, sentence."""
