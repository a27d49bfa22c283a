"""What a researcher reads: CSV tables, the terminal, the HTML page. Reads records, never computes verdicts."""
