export const documents = 'Policies, procedures and who is responsible are documents and people.';
