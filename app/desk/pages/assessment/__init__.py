"""Assessment of addiction: requests in stages, and the clinical notes that the health role alone opens."""
