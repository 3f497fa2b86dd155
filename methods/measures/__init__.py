"""Articles or tidy counts in, tidy tables out; one method per file."""
