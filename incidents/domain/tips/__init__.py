"""Crime tips: received, classified, handed over in time, their informants kept secret."""
