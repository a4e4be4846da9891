exports.activate = () => {
  throw new Error('the stub cannot start');
};
