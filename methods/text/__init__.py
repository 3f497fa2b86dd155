"""An article's clean text, its paragraphs, sentences and words."""
