"""Many stories: ``batch`` compares them on this machine or a cluster, ``summary`` counts over their results."""
