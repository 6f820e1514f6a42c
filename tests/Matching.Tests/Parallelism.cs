// The engine's searches keep every core busy; the messages of a service under test must not wait behind them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
