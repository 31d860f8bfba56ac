namespace Aspire.Hosting;

/// <summary>Names a project that the AppHost references; the build writes one for each.</summary>
public interface IProjectMetadata
{
    /// <summary>The path of the project file.</summary>
    string ProjectPath { get; }
}

/// <summary>Tells where the build put a project's assembly; the build writes one for each project that the AppHost references.</summary>
/// <param name="projectPath">The path of the project file.</param>
/// <param name="assemblyPath">The path of the assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ProjectOutputAttribute(string projectPath, string assemblyPath) : Attribute
{
    /// <summary>The path of the project file.</summary>
    public string ProjectPath { get; } = projectPath;

    /// <summary>The path of the assembly.</summary>
    public string AssemblyPath { get; } = assemblyPath;
}
