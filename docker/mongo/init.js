// For mongosh: makes the replica set and the registry's user, whichever of them is missing.
const root = `mongodb://root:${process.env.MONGO_ROOT_PASSWORD}@mongo1/admin?directConnection=true`;
const admin = connect(root);

try {
  admin.adminCommand({ replSetInitiate: {
    _id: 'rs0',
    members: [
      // Where it can, the set keeps the first member as primary; any other one takes over when it is away.
      { _id: 0, host: 'mongo1:27017', priority: 2 },
      { _id: 1, host: 'mongo2:27017' },
      { _id: 2, host: 'mongo3:27017' },
    ],
  } });
} catch (e) {
  if (e.codeName !== 'AlreadyInitialized') throw e;
}

for (let tries = 0; !admin.hello().primary; tries++) {
  if (tries === 60) throw new Error('no primary after a minute');
  sleep(1000);
}

const set = connect(`mongodb://root:${process.env.MONGO_ROOT_PASSWORD}@mongo1,mongo2,mongo3/admin?replicaSet=rs0`);
if (!set.getUser('registry')) {
  set.createUser({
    user: 'registry',
    pwd: process.env.MONGO_REGISTRY_PASSWORD,
    roles: [{ role: 'readWrite', db: 'device-registry' }],
  });
}
