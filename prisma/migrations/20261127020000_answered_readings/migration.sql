-- Of what was read before, nobody knows whether all of it was answered: an event that comes late is looked into once more.
ALTER TABLE "resources" ADD COLUMN "answered_at" TIMESTAMPTZ(3);
