"""What every official paper is made of, whatever it is about: pieces of Word files, and days as documents write them."""
