"""The demonstration district: public facts of Cần Đước, and invented people, goods and dates drawn with a fixed seed."""
