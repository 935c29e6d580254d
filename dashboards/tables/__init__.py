"""The columns of the lists of communes, officers, stations and equipment."""
