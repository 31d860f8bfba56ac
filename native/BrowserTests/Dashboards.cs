namespace Aspire.Hosting.BrowserTests;

/// <summary>The tests that share one running app and one browser, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class Dashboards : ICollectionFixture<AppWithDashboard>, ICollectionFixture<Browser>
{
    public const string Name = "dashboard";
}
