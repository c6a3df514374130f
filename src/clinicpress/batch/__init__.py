"""Many documents: which there are to build, which are up to date, and the pipeline that builds each."""
