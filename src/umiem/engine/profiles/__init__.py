"""What a conformant document of each standard must hold."""
