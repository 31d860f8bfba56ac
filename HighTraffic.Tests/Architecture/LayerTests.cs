using System.Reflection;
using NetArchTest.Rules;

namespace HighTraffic.Tests.Architecture;

/// <summary>Enforces the layers: which namespaces may depend on which.</summary>
public sealed class LayerTests
{
    private const string Api = "HighTraffic.Api";
    private const string Core = "HighTraffic.Core";
    private const string Tasks = "HighTraffic.Tasks";
    private const string Worker = "HighTraffic.Worker";
    private const string Data = "HighTraffic.Data";

    // All other namespaces are features.
    private static readonly string[] Concerns =
    [
        "Caching", "Documentation", "Figures", "Hosting", "Http", "Problems", "Quotas", "Resilience", "Security", "Telemetry", "Validation",
    ];

    // All other namespaces have entities of the domain.
    private static readonly string[] OwnData = ["Keys", "Migrations", "Normalization", "Tasks"];

    private static readonly string[] Features = NamespacesOf(Api, except: Concerns);
    private static readonly string[] Entities = NamespacesOf(Data, except: OwnData);

    [Fact]
    public void Features_do_not_know_each_other()
    {
        Assert.Contains($"{Api}.Tasks", Features);
        foreach (var feature in Features)
        {
            AssertIndependent(Types.InAssembly(Assembly.Load(Api)).That().ResideInNamespace(feature), [.. Features.Where(other => other != feature)]);
        }
    }

    [Theory]
    [InlineData("Http")]
    [InlineData("Problems")]
    [InlineData("Resilience")]
    [InlineData("Security")]
    [InlineData("Validation")]
    public void What_serves_every_feature_knows_none(string concern)
    {
        var types = Types.InAssembly(Assembly.Load(Api)).That().ResideInNamespace($"{Api}.{concern}");
        Assert.True(types.GetTypes().Any(), $"There is no {concern}.");
        AssertIndependent(types, [.. Features, .. Entities]);
    }

    [Fact]
    public void Core_knows_no_feature_and_no_task_type() =>
        AssertIndependent(Types.InAssembly(Assembly.Load(Core)).That().ResideInNamespace(Core), [Api, Tasks, Worker, .. Entities]);

    [Fact]
    public void Task_types_know_neither_the_api_nor_the_worker() =>
        AssertIndependent(Types.InAssembly(Assembly.Load(Tasks)).That().ResideInNamespace(Tasks), Api, Worker, "MassTransit");

    [Fact]
    public void The_api_and_the_worker_do_not_know_each_other()
    {
        AssertIndependent(Types.InAssembly(Assembly.Load(Api)).That().ResideInNamespace(Api), Worker);
        AssertIndependent(Types.InAssembly(Assembly.Load(Worker)).That().ResideInNamespace(Worker), Api);
    }

    [Theory]
    [InlineData(Api)]
    [InlineData(Core)]
    [InlineData(Tasks)]
    [InlineData(Worker)]
    [InlineData(Data)]
    [InlineData("HighTraffic.Migrations")]
    [InlineData("HighTraffic.ServiceDefaults")]
    public void Only_the_app_host_knows_aspire_hosting(string assembly) =>
        Assert.DoesNotContain(Assembly.Load(assembly).GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Aspire.Hosting", StringComparison.Ordinal));

    [Fact]
    public void A_dependency_is_found() =>
        Assert.False(Types.InAssembly(Assembly.Load(Worker)).That().ResideInNamespace(Worker).ShouldNot().HaveDependencyOnAny(Core).GetResult().IsSuccessful);

    // Those directly under the assembly's own, for example HighTraffic.Api.Tasks.
    private static string[] NamespacesOf(string assembly, string[] except) =>
    [
        .. Assembly.Load(assembly).GetTypes().Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith($"{assembly}.", StringComparison.Ordinal))
            .Select(name => name[(assembly.Length + 1)..].Split('.')[0]).Distinct().Except(except).Select(name => $"{assembly}.{name}"),
    ];

    private static void AssertIndependent(PredicateList types, params string[] others)
    {
        var result = types.ShouldNot().HaveDependencyOnAny(others).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypes?.Select(type => type.FullName) ?? []));
    }
}
