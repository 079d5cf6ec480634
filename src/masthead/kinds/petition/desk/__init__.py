"""What editors do with the signatures of one petition, at the desk. Only those may who may publish it: signatures are
personal data, and a draft's author need not see them."""
