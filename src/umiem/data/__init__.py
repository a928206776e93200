"""What comes with the code as files: the demo, and the part of ESCO to start with."""
