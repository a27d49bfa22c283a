"""Where articles come from: story folders, pages on the web, tables."""
