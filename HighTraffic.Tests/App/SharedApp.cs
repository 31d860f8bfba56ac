using HighTraffic.Tests.Browser;

namespace HighTraffic.Tests.App;

/// <summary>The tests that share one running app, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SharedApp : ICollectionFixture<RunningApp>, ICollectionFixture<Chromium>
{
    public const string Name = "app";
}
