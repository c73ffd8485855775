"""One function for each thing a person does: who may, what store and figures are asked, what is answered."""
