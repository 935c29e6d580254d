"""Support projects: the list, one project with its stages and money, proposing, handing over, paying."""
