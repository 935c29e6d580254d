"""What lists do: read an address, save views, hold selections, write files."""
