"""Images and documents that carry a credential: PNG, SVG, PDF. Nothing here draws or decodes a picture."""
